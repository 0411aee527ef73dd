-- Buying: cart, two lines, destination, checkout. `whole` does all of it; `fill FILE` stops before
-- the checkout and writes each cart down; `checkout FILE` buys the carts that were written down.
-- What comes next follows from the answer, so that any number of connections may share a thread.
local mode, file, variants, carts
local next_requests, at, first = {}, 1, nil
-- Read by `done`, which runs elsewhere: these two are not local.
bought, span_us = 0, 0
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long ns; } instant; int clock_gettime(int, instant *); ]]
local headers = { ["Content-Type"] = "application/json" }

local function now_us()
  local t = ffi.new("instant")
  ffi.C.clock_gettime(1, t)
  return tonumber(t.s) * 1e6 + tonumber(t.ns) / 1e3
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

function init(args)
  mode, file = args[1], args[2]
  variants, at = lines_of(args[3]), tonumber(args[4])
  if mode == "checkout" then carts, at = lines_of(file), 0 end
  if mode == "fill" then file = io.open(file, "w") end
end

local function json(method, path, body, key)
  headers["Idempotency-Key"] = key
  return wrk.format(method, path, headers, body)
end

-- Each buyer has a phone, drawn from their cart: a market where one person orders everything is none.
local function phone(cart)
  local n = 0
  for i = 1, #cart do n = (n * 31 + cart:byte(i)) % 10000000 end
  return string.format("091%07d", n)
end

local function checkout(cart, total)
  return json("POST", "/api/v1/checkouts", string.format('{"cart":"%s","payment_method":"cod",' ..
    '"expected_total":{"amount":%s,"currency":"VND"},"contact":{"name":"Trần Thị Bích",' ..
    '"phone":"%s","email":"bich@example.vn"},"address":{"province_code":"42",' ..
    '"commune_code":"18676","street":"12 thôn Hải Bắc"}}', cart, total, phone(cart)), cart)
end

local function line(cart)
  at = at % #variants + 1
  return json("PUT", "/api/v1/carts/" .. cart .. "/lines/" .. variants[at], '{"quantity":1}')
end

function request()
  first = first or now_us()
  if mode == "checkout" then
    at = at + 1
    -- Enough carts were filled for the time of the run; a used one would be refused and counted.
    local cart, total = carts[(at - 1) % #carts + 1]:match("(%S+) (%S+)")
    return checkout(cart, total)
  end
  if #next_requests > 0 then return table.remove(next_requests) end
  return json("POST", "/api/v1/carts", "{}")
end

local function priced(cart, body)
  local total = body:match('"total":{"amount":(%d+),"currency":"VND"}}$')
  if mode == "fill" then
    file:write(cart, " ", total, "\n")
    file:flush()
    bought = bought + 1
  else
    next_requests[#next_requests + 1] = checkout(cart, total)
  end
end

function response(status, _, body)
  span_us = now_us() - first
  if body:find('"token":', 1, true) then
    bought = bought + 1
    -- Every cart is sold: what is left of the run would only be refused.
    if mode == "checkout" and bought >= #carts then wrk.thread:stop() end
    return
  end
  local cart = body:match('^{"id":"([^"]+)"')
  if status >= 300 or not cart then return end
  local _, lines = body:gsub('"variant":"', "")
  if body:find('"deliverable":true', 1, true) then
    priced(cart, body)
  elseif lines < 2 then
    next_requests[#next_requests + 1] = line(cart)
  else
    next_requests[#next_requests + 1] = json("PUT", "/api/v1/carts/" .. cart .. "/destination",
      '{"province_code":"42","commune_code":"18676"}')
  end
end

local whole = done
function done(summary, latency)
  whole(summary, latency)
  io.write(string.format("BOUGHT %d %d\n", threads[1]:get("bought"), threads[1]:get("span_us")))
end
