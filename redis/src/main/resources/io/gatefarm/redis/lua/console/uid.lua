-- uid: the clients of a uid, 20 of them or so many.
-- usage APP UID [LIMIT]
-- flags no-writes
-- ARGV[1] app   ARGV[2] uid   ARGV[3] how many
-- returns the number of clients, a heading, then a line for each
return index_rows(T, 'clients', T .. 'uid:' .. ARGV[2], limit_of(ARGV[3], 20))
