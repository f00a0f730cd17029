-- send_to_all: publishes a frame to every gateway.
-- uses tag, publish_to
-- KEYS[1] cell  hash, sent (frames to all), clients
-- ARGV[1] frame, bytes
-- returns clients of the app
redis.call(PUBLISH, T .. 'to-all', redis.call('HINCRBY', KEYS[1], 'sent', 1) .. '\n' .. ARGV[1])
return tonumber(redis.call('HGET', KEYS[1], 'clients') or '0')
