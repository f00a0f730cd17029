-- probe_gateway: goes the ways that events and frames go: reads, writes what is there already, publishes to the gateway itself.
-- uses tag, publish_to
-- KEYS[1] gateway:<gateway>  hash, state, sent (stays as it is)
-- ARGV[1] gatewayId   ARGV[2] message, which is no frame and is not counted
-- returns how many subscribers got it, or -1 when the gateway is gone
local state = redis.call('HGET', KEYS[1], 'state')
if not state or state == 'dead' then return -1 end
redis.call('HINCRBY', KEYS[1], 'sent', 0)
return redis.call(PUBLISH, T .. 'to:' .. ARGV[1], ARGV[2])
