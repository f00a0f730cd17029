-- clients: who is connected, 20 of them or so many.
-- usage APP [LIMIT]
-- calls list_clients
-- flags no-writes
-- ARGV[1] app   ARGV[2] how many, about
-- returns a heading, then a line for each
local page = list_clients({T .. 'gateways', T .. 'dead-gateways'}, {'', '0', limit_of(ARGV[2], 20)})
return client_rows(T, page[3])
