-- describe_worker: makes a worker known, with what is told of it to people.
-- flags allow-oom
-- KEYS[1] worker:<worker>  hash, name, host, pid, started
-- ARGV[1..] field, value, one pair after the other
-- returns how many fields are new
return redis.call('HSET', KEYS[1], unpack(ARGV))
