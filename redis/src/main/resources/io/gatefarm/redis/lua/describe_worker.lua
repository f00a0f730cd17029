-- describe_worker: makes a worker known, with what is told of it to people.
-- flags allow-oom
-- KEYS[1] worker:<worker>  hash, name, host, pid, started
-- ARGV[1] how long it stays known without a renewal, ms   ARGV[2..] field, value, one pair after the other
-- returns how many fields are new
local added = redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return added
