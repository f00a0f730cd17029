/**
 * The inbound way: events of clients in one stream per partition, appended by gateways, read and committed by workers. Who may
 * commit a partition is decided in {@code lease}; what an event is, in {@code event}.
 *
 * <p>Entry type: {@link io.gatefarm.redis.stream.InboundStream}. Thread-safe, but a {@link
 * io.gatefarm.redis.stream.InboundReader} belongs to one thread.
 */
@NullMarked
package io.gatefarm.redis.stream;

import org.jspecify.annotations.NullMarked;
