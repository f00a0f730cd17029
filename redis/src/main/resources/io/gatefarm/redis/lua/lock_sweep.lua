-- lock_sweep: takes the lock of the worker that sweeps, for a while.
-- flags allow-oom
-- KEYS[1] lock:sweep  string, who sweeps
-- ARGV[1] who wants it   ARGV[2] how long to hold it, ms
-- returns 1 when the caller holds it now, 0 when another does
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
