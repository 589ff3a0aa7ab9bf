-- How long a key may stay, in milliseconds: a minute more, so that it outlives clocks that differ.
local function stay(last, now)
  local left = math.max(0, math.min(tonumber(last) - tonumber(now), 315360000000))
  return string.format('%.0f', left + 60000)
end

local function outlive(key, ttl)
  if redis.call('PTTL', key) < tonumber(ttl) then
    redis.call('PEXPIRE', key, ttl)
  end
end

