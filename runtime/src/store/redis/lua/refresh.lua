-- Families of refresh tokens. KEYS[1] names the slot, and every other key begins with it; ARGV[1]
-- names the step. A family is one hash, its tokens are fields: `e:` when a token expires, `s:` when
-- it was spent, `n:` what came next. A pointer leads from a token to its family.
local slot = KEYS[1]
local ends = slot .. ':ends'

local function family(id)
  return slot .. ':family:' .. id
end

local function pointer(token)
  return slot .. ':token:' .. token
end

local function of_subject(subject)
  return slot .. ':subject:' .. subject
end

-- Forgets members whose family has vanished by itself.
local function prune(index, now)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, 16)) do
    if redis.call('EXISTS', family(id)) == 0 then
      redis.call('ZREM', index, id)
    end
  end
end

-- Keeps an open token. Its pointer stays as long as the family may, so that reuse is noticed.
local function keep(id, subject, expires, token, token_expires, now)
  local key = family(id)
  local last = tonumber(expires) < tonumber(token_expires) and expires or token_expires
  local ttl = stay(last, now)
  redis.call('HSET', key, 'e:' .. token, token_expires)
  redis.call('SET', pointer(token), id, 'PX', stay(expires, now))
  outlive(key, ttl)
  for _, index in ipairs({ ends, of_subject(subject) }) do
    redis.call('ZADD', index, last, id)
    outlive(index, ttl)
  end
end

-- Yields the record of the family that is no more, or false. Pointers lead nowhere from now on.
local function finish(id)
  local kept = redis.call('HMGET', family(id), 'record', 'subject')
  redis.call('ZREM', ends, id)
  if not kept[1] then
    return false
  end
  redis.call('UNLINK', family(id))
  redis.call('ZREM', of_subject(kept[2]), id)
  return kept[1]
end

local function is_within(spent, open, key, now, grace)
  if math.max(0, tonumber(now) - tonumber(spent)) >= tonumber(grace) then
    return false
  end
  local kept = redis.call('HMGET', key, 'e:' .. open, 's:' .. open)
  return kept[1] and not kept[2]
end

local steps = {}

function steps.open()
  local _, id, subject, expires, now, record, token, token_expires = unpack(ARGV)
  prune(ends, now)
  prune(of_subject(subject), now)
  redis.call('HSET', family(id), 'record', record, 'subject', subject, 'expires', expires)
  keep(id, subject, expires, token, token_expires, now)
  return 1
end

function steps.family_of()
  local id = redis.call('GET', pointer(ARGV[2]))
  return id and redis.call('HEXISTS', family(id), 'e:' .. ARGV[2]) == 1
    and redis.call('HGET', family(id), 'record')
end

function steps.spend()
  local _, token, successor, successor_expires, now, grace = unpack(ARGV)
  local id = redis.call('GET', pointer(token))
  if not id then
    return { 'unknown' }
  end
  local key = family(id)
  local record, subject, expires, token_expires, spent, open = unpack(redis.call('HMGET', key,
    'record', 'subject', 'expires', 'e:' .. token, 's:' .. token, 'n:' .. token))
  if not record or not token_expires then
    return { 'unknown' }
  end
  if tonumber(expires) <= tonumber(now) then
    return { 'expired' }
  end
  local outcome = 'spent'
  if spent then
    if not is_within(spent, open, key, now, grace) then
      finish(id)
      return { 'reused', record }
    end
    -- Spent long ago: whoever presents it has a copy, within any grace.
    redis.call('HSET', key, 's:' .. open, 0, 'n:' .. open, successor)
    outcome = 'again'
  elseif tonumber(token_expires) <= tonumber(now) then
    return { 'expired' }
  end
  redis.call('HSET', key, 's:' .. token, spent or now, 'n:' .. token, successor)
  keep(id, subject, expires, successor, successor_expires, now)
  return { outcome, record }
end

function steps.end_by_token()
  local id = redis.call('GET', pointer(ARGV[2]))
  return id and redis.call('HEXISTS', family(id), 'e:' .. ARGV[2]) == 1 and finish(id)
end

function steps.finish()
  local is_own = redis.call('HGET', family(ARGV[3]), 'subject') == ARGV[2]
  return is_own and finish(ARGV[3]) and 1 or 0
end

function steps.finish_all()
  local ended = {}
  for _, id in ipairs(redis.call('ZRANGE', of_subject(ARGV[2]), 0, -1)) do
    if finish(id) then
      ended[#ended + 1] = id
    end
  end
  redis.call('DEL', of_subject(ARGV[2]))
  return ended
end

function steps.list()
  local found = {}
  for _, id in ipairs(redis.call('ZRANGE', of_subject(ARGV[2]), 0, -1)) do
    local record = redis.call('HGET', family(id), 'record')
    if record then
      found[#found + 1] = record
    end
  end
  return found
end

-- Yields how many were looked at, and how many of them were still there.
function steps.purge()
  local looked, ended = 0, 0
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
    looked = looked + 1
    if finish(id) then
      ended = ended + 1
    end
  end
  return { looked, ended }
end

return steps[ARGV[1]]()
