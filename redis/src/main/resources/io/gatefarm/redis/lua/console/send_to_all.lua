-- send_to_all: pushes a message to every client of the app.
-- usage APP MESSAGE [BINARY] [EXCEPT CLIENT]..
-- calls send
-- ARGV[1] app   ARGV[2] message, bytes   ARGV[3..] options
-- returns how many clients
return send_to(T, 'all', nil, send_frame('"all":true', ARGV, 2))
