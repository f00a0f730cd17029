-- list_uids_of_group: a page of the uids of a group's members. A uid with several members is listed once, at the one whose
-- client id is the lowest.
-- uses tag
-- KEYS[1] group:<group>  hash, clientId -> ''
-- ARGV[1] position in its members, '0' = the start   ARGV[2] how many members to look at, about
-- returns {position to go on at, '0' = that was all, {uids}}
local lowest, uids = {}, {}
local function lowest_member(uid)
  for _, client in ipairs(redis.call('HKEYS', T .. 'uid:' .. uid)) do
    if (not lowest[uid] or client < lowest[uid]) and redis.call('HEXISTS', KEYS[1], client) == 1 then lowest[uid] = client end
  end
  return lowest[uid]
end
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
for i = 1, #page[2], 2 do
  local client = page[2][i]
  local uid = redis.call('HGET', T .. 'client:' .. client, 'uid')
  if uid and (lowest[uid] or lowest_member(uid)) == client then table.insert(uids, uid) end
end
return {page[1], uids}
