package io.gatefarm.push;

/**
 * The gateways as one: sends to clients, changes their groups and uids, and asks where they are. In a worker it is {@code
 * worker.gateway()} or {@code client.gateway()}; elsewhere {@link GatewayClient#connect} opens it.
 *
 * <p><b>Order.</b> Sends, closes and changes never block; they go through one queue, so calls made through one {@code Gateway}
 * take effect in call order for each client, whatever the methods. A query that follows sees them.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Stages complete on a Redis I/O thread: what is chained to them
 * must not block. The queries of {@link Queries} block, those of {@link #async} do not.
 *
 * <p><b>Names.</b> A client id is what {@code client.id()} gave; any other text is the id of nobody. A uid or group is 1 to 256
 * bytes of UTF-8 without control characters, anything else an {@link IllegalArgumentException} that shows it; a number stands for
 * its decimal digits. An unknown or offline client, uid or group is no error.
 *
 * <p><b>Nulls.</b> No parameter may be null, no method returns or completes with null.
 *
 * <p><b>Errors.</b> {@link io.gatefarm.redis.connection.RedisUnavailableException}: Redis did not answer in time, the outcome
 * is unknown, and nothing is sent again by itself. {@link io.gatefarm.redis.connection.RedisRefusedException}: Redis said no.
 * {@link OverloadedException}: 10,000 calls or 64 MiB of messages are waiting. Stages fail with them; queries throw them.
 */
public interface Gateway extends Sends, Closes, Changes, Queries {}
