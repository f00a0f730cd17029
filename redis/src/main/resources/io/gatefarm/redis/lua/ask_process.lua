-- ask_process: tells a gateway or worker what the operator wants of it; it reads that with its next beat or renewal.
-- flags allow-oom
-- KEYS[1] gateway:<gateway> or worker:<worker>  hash, state (of a gateway), wanted
-- KEYS[2] gateways or workers                   zset, id -> lease end, ms
-- ARGV[1] id   ARGV[2] stop, or reload (of a worker)
-- returns 1 asked | 0 unknown | -1 dead: its lease has run out, or it was swept
local known, state = redis.call('EXISTS', KEYS[1]), redis.call('HGET', KEYS[1], 'state')
if known == 0 then return 0 end
local time, till = redis.call('TIME'), redis.call('ZSCORE', KEYS[2], ARGV[1])
if state == 'dead' or not till or tonumber(till) < time[1] * 1000 + math.floor(time[2] / 1000) then return -1 end
redis.call('HSET', KEYS[1], 'wanted', ARGV[2])
return 1
