/**
 * The gateway process: it holds the clients' sockets, appends what they send to the inbound streams and hands them what is
 * published for them. No business rule lives here, and nothing that must outlive the process.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.GatewayServer}. A message's way in is {@code client.Endpoint → client.Connection →
 * inbound.Forwarder → inbound.PartitionLog}; its way out {@code outbound.Dispatcher → client.Connection → socket.FrameWriter}.
 */
@NullMarked
package io.gatefarm.gateway;

import org.jspecify.annotations.NullMarked;
