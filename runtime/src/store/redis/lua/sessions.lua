-- Sessions. KEYS[1] names the slot, and every other key begins with it; ARGV[1] names the step.
local slot = KEYS[1]
local ends = slot .. ':ends'

local function session(digest)
  return slot .. ':id:' .. digest
end

local function sooner(one, other)
  return tonumber(one) < tonumber(other) and one or other
end

local function later(one, other)
  return tonumber(one) > tonumber(other) and one or other
end

-- Forgets members whose session has vanished by itself.
local function prune(index, now)
  for _, digest in ipairs(redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, 16)) do
    if redis.call('EXISTS', session(digest)) == 0 then
      redis.call('ZREM', index, digest)
    end
  end
end

local function index(digest, indexes, last, ttl)
  for _, name in ipairs(indexes) do
    redis.call('ZADD', name, last, digest)
    outlive(name, ttl)
  end
end

-- Yields the handle of the session that is no more, or false.
local function drop(digest)
  local key = session(digest)
  local kept = redis.call('HMGET', key, 'handle', 'indexes')
  redis.call('ZREM', ends, digest)
  if not kept[1] then
    return false
  end
  redis.call('DEL', key)
  for _, name in ipairs(cjson.decode(kept[2])) do
    redis.call('ZREM', name, digest)
  end
  return kept[1]
end

local function put(digest, now, seen, idle, expires, handle, indexes, record)
  local key, names = session(digest), cjson.decode(indexes)
  names[#names + 1] = ends
  local last = sooner(idle, expires)
  local ttl = stay(last, now)
  for _, name in ipairs(names) do
    prune(name, now)
  end
  drop(digest)
  redis.call('HSET', key, 'record', record, 'seen', seen, 'idle', idle, 'expires', expires,
    'handle', handle, 'indexes', cjson.encode(names))
  redis.call('PEXPIRE', key, ttl)
  index(digest, names, last, ttl)
end

local steps = {}

function steps.create()
  put(unpack(ARGV, 2))
  return 1
end

function steps.replace()
  if not drop(ARGV[2]) then
    return 0
  end
  put(unpack(ARGV, 3))
  return 1
end

function steps.touch()
  local digest, key = ARGV[2], session(ARGV[2])
  local kept = redis.call('HMGET', key, 'seen', 'idle', 'expires', 'indexes')
  if not kept[1] then
    return 0
  end
  local seen, idle = later(kept[1], ARGV[3]), later(kept[2], ARGV[4])
  redis.call('HSET', key, 'seen', seen, 'idle', idle)
  local last = sooner(idle, kept[3])
  local ttl = stay(last, ARGV[3])
  outlive(key, ttl)
  index(digest, cjson.decode(kept[4]), last, ttl)
  return 1
end

-- Ends what an index names: `all`, `only` one handle, or all `except` one.
function steps.finish()
  local name, rule, handle, ended = ARGV[2], ARGV[3], ARGV[4], {}
  for _, digest in ipairs(redis.call('ZRANGE', name, 0, -1)) do
    local own = redis.call('HGET', session(digest), 'handle')
    if not own then
      redis.call('ZREM', name, digest)
    elseif rule == 'all' or (rule == 'only') == (own == handle) then
      drop(digest)
      ended[#ended + 1] = own
    end
  end
  return ended
end

function steps.list()
  local found = {}
  for _, digest in ipairs(redis.call('ZRANGE', ARGV[2], 0, -1)) do
    local kept = redis.call('HMGET', session(digest), 'record', 'seen', 'idle')
    if kept[1] then
      found[#found + 1] = kept
    end
  end
  return found
end

-- Yields how many were looked at, and how many of them were still there.
function steps.purge()
  local looked, ended = 0, 0
  for _, digest in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
    looked = looked + 1
    if drop(digest) then
      ended = ended + 1
    end
  end
  return { looked, ended }
end

return steps[ARGV[1]]()
