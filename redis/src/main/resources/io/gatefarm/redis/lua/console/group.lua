-- group: members of a group, 20 of them or so many.
-- usage APP GROUP [LIMIT]
-- flags no-writes
-- ARGV[1] app   ARGV[2] group   ARGV[3] how many
-- returns the number of members, a heading, then a line for each
return index_rows(T, 'members', T .. 'group:' .. ARGV[2], limit_of(ARGV[3], 20))
