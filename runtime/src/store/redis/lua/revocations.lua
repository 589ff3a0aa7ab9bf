-- Revocations. KEYS[1] names the slot, and every other key begins with it; ARGV[1] names the step.
local slot = KEYS[1]
local stream, untils, birth = slot .. ':stream', slot .. ':untils', slot .. ':birth'

local function outlive(key, ttl)
  if redis.call('PTTL', key) < ttl then
    redis.call('PEXPIRE', key, string.format('%.0f', ttl))
  end
end

-- What changes whenever the server may have lost something: it was started anew, another one took
-- its place, or the keys were deleted.
local function life()
  local info = redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
  local role = string.match(info, '\nrole:(%a+)') or 'master'
  if role ~= 'master' then
    return nil
  end
  local run = string.match(info, '\nrun_id:(%x+)') or ''
  local history = string.match(info, '\nmaster_replid:(%x+)') or ''
  return run .. '-' .. history .. '-' .. (redis.call('GET', birth) or '')
end

-- The largest id that the stream gave out, also where its entry is gone.
local function newest()
  if redis.call('EXISTS', stream) == 0 then
    return '0-0'
  end
  local info = redis.call('XINFO', 'STREAM', stream)
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then
      return info[at + 1]
    end
  end
end

local function is_at_most(one, other)
  local time, number = string.match(one, '^(%d+)-(%d+)$')
  local other_time, other_number = string.match(other, '^(%d+)-(%d+)$')
  if not time then
    return false
  end
  local earlier = tonumber(time) - tonumber(other_time)
  return earlier < 0 or earlier == 0 and tonumber(number) <= tonumber(other_number)
end

local steps = {}

function steps.record()
  local _, entry, ends, at = unpack(ARGV)
  local time = redis.call('TIME')
  local now = math.min(tonumber(at), time[1] * 1000)
  -- Longer by more than the margin that nodes keep, and whatever their clocks say.
  local ttl = math.min(math.max(0, tonumber(ends) - now), 315360000000) + 900000
  local id = redis.call('XADD', stream, '*', 'r', entry)
  redis.call('ZADD', untils, ends, id)
  redis.call('SET', birth, id, 'NX')
  for _, key in ipairs({ stream, untils, birth }) do
    outlive(key, ttl)
  end
  return id
end

-- What came after an entry of this life, or everything.
function steps.since()
  local present = life()
  if not present then
    return redis.error_reply('READONLY a replica does not know what was recorded last')
  end
  local last = ARGV[2] == present and is_at_most(ARGV[3], newest()) and ARGV[3] or '0-0'
  local entries = {}
  for _, entry in ipairs(redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', ARGV[4])) do
    last = entry[1]
    entries[#entries + 1] = entry[2][2]
  end
  return { present, last, entries }
end

-- Yields how many were looked at, and how many of them were still there.
function steps.purge()
  local over = redis.call('ZRANGEBYSCORE', untils, '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
  local gone = 0
  for _, id in ipairs(over) do
    gone = gone + redis.call('XDEL', stream, id)
    redis.call('ZREM', untils, id)
  end
  return { #over, gone }
end

return steps[ARGV[1]]()
