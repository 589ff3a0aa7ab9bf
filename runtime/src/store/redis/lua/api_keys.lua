-- API keys. KEYS[1] names the slot, and every other key begins with it; ARGV[1] names the step.
-- A time that is not there is the empty string. Keys stay when they have ended: they are listed.
local slot = KEYS[1]

local function api_key(id)
  return slot .. ':id:' .. id
end

local function pointer(digest)
  return slot .. ':digest:' .. digest
end

local function of_owner(owner)
  return slot .. ':owner:' .. owner
end

local function put(id, owner, digest, record, expires, revoked, used, uses)
  redis.call('DEL', api_key(id))
  redis.call('HSET', api_key(id), 'record', record, 'owner', owner, 'digest', digest, 'expires',
    expires, 'revoked', revoked, 'used', used, 'uses', uses)
  redis.call('SET', pointer(digest), id)
  redis.call('SADD', of_owner(owner), id)
end

local function whole(id)
  return redis.call('HMGET', api_key(id), 'record', 'expires', 'revoked', 'used', 'uses')
end

-- Whether there was a key of this owner that was not revoked.
local function revoke(owner, id, at)
  local kept = redis.call('HMGET', api_key(id), 'owner', 'revoked')
  if kept[1] ~= owner or kept[2] ~= '' then
    return false
  end
  redis.call('HSET', api_key(id), 'revoked', at)
  return true
end

local steps = {}

function steps.create()
  put(unpack(ARGV, 2))
  return 1
end

function steps.find()
  local id = redis.call('GET', pointer(ARGV[2]))
  if not id or redis.call('HGET', api_key(id), 'digest') ~= ARGV[2] then
    return {}
  end
  return { whole(id) }
end

function steps.list()
  local found = {}
  for _, id in ipairs(redis.call('SMEMBERS', of_owner(ARGV[2]))) do
    found[#found + 1] = whole(id)
  end
  return found
end

function steps.rotate()
  local old, ends, now, owner = ARGV[2], ARGV[3], ARGV[4], ARGV[6]
  local kept = redis.call('HMGET', api_key(old), 'owner', 'revoked', 'expires')
  if kept[1] ~= owner or kept[2] ~= '' then
    return 0
  end
  if kept[3] ~= '' and tonumber(kept[3]) <= tonumber(now) then
    return 0
  end
  if kept[3] == '' or tonumber(ends) < tonumber(kept[3]) then
    redis.call('HSET', api_key(old), 'expires', ends)
  end
  put(unpack(ARGV, 5))
  return 1
end

function steps.revoke()
  return revoke(ARGV[2], ARGV[3], ARGV[4]) and 1 or 0
end

function steps.revoke_all()
  local revoked = {}
  for _, id in ipairs(redis.call('SMEMBERS', of_owner(ARGV[2]))) do
    if revoke(ARGV[2], id, ARGV[3]) then
      revoked[#revoked + 1] = id
    end
  end
  return revoked
end

-- Triples of an id, a count and a time.
function steps.record_uses()
  for at = 2, #ARGV, 3 do
    local key, count, time = api_key(ARGV[at]), ARGV[at + 1], ARGV[at + 2]
    local used = redis.call('HGET', key, 'used')
    if used then
      if type(redis.pcall('HINCRBY', key, 'uses', count)) == 'table' then
        redis.call('HSET', key, 'uses', '9223372036854775807')
      end
      if used == '' or tonumber(used) < tonumber(time) then
        redis.call('HSET', key, 'used', time)
      end
    end
  end
  return 1
end

return steps[ARGV[1]]()
