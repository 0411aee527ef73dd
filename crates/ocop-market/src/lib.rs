//! ocop-market.
