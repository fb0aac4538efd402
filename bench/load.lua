-- Drives a portal, and says in one line of JSON what came back.
-- Arguments: a file of drafts (cookie and form per line) or "-" to read pages, and how long to send.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long microseconds; } moment;
  int gettimeofday(moment *now, void *zone);
]]

local moment = ffi.new("moment")
local threads = {}

local function now()
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.seconds) + tonumber(moment.microseconds) / 1e6
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(arguments)
  sent, accepted, refused, started, finished = 0, 0, 0, 0, 0
  seconds = tonumber(arguments[2])
  if arguments[1] == "-" then
    page = wrk.format("GET")
    return
  end
  drafts = {}
  local place = 0
  for line in io.lines(arguments[1]) do
    if place % 2 == number then
      table.insert(drafts, line)
    end
    place = place + 1
  end
end

function request()
  if started == 0 then
    started = now()
  end
  sent = sent + 1
  if page then
    return page
  end
  local cookie, form = drafts[sent]:match("^(%S+) (%S+)$")
  local headers = {
    ["Cookie"] = cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
  }
  return wrk.format("POST", nil, headers, form)
end

-- Nothing is sent in the last moments, so that every answer arrives before wrk hangs up.
function delay()
  local over = started > 0 and now() - started > seconds
  if over or (drafts and sent >= #drafts) then
    return 3600000
  end
  return 0
end

function response(status)
  local good = page and status == 200 or status == 303
  if good then
    accepted = accepted + 1
    finished = now()
  else
    refused = refused + 1
  end
end

function done(summary, latency)
  local all = { accepted = 0, refused = 0 }
  local first, last = math.huge, 0
  for _, thread in ipairs(threads) do
    all.accepted = all.accepted + thread:get("accepted")
    all.refused = all.refused + thread:get("refused")
    first = math.min(first, thread:get("started"))
    last = math.max(last, thread:get("finished"))
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '{"accepted": %d, "errors": %d, "seconds": %.4f, "p99": %.2f}\n',
    all.accepted, all.refused + broken, last - first, latency:percentile(99) / 1000
  ))
end
