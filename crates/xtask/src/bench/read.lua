-- Reading: `same PATH` asks one path again and again, `unique PATH` asks it with a bound that no
-- request had before, `zipf FILE` draws from a file of paths as people do, `walk FILE` takes one
-- after the other, so that what is kept does not help.
local mode, source, n, paths, sums, languages

function init(args)
  mode, source, n = args[1], args[2], tonumber(args[3])
  math.randomseed(n)
  if mode == "zipf" or mode == "walk" then paths = lines_of(source) end
  if mode == "zipf" then
    sums = {}
    local sum = 0
    for rank = 1, #paths do
      sum = sum + 1 / rank
      sums[rank] = sum
    end
  end
end

local function drawn()
  local at, low, high = math.random() * sums[#sums], 1, #sums
  while low < high do
    local middle = math.floor((low + high) / 2)
    if sums[middle] < at then low = middle + 1 else high = middle end
  end
  return paths[low]
end

function request()
  n = n + 1
  if mode == "same" then return wrk.format("GET", source) end
  if mode == "unique" then return wrk.format("GET", source .. "&price_max=" .. (100000000 + n)) end
  if mode == "zipf" then return wrk.format("GET", drawn()) end
  return wrk.format("GET", paths[n % #paths + 1])
end
