use utoipa::OpenApi;

use crate::router;

#[derive(OpenApi)]
#[openapi(info(
    title = "OCOP Market",
    description = "Producers of the OCOP programme sell straight to buyers; officials decide what is listed.",
    license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
))]
pub(crate) struct Info;

/// The OpenAPI document, made from the routes themselves.
pub fn document() -> utoipa::openapi::OpenApi {
    router::endpoints().into_openapi()
}
