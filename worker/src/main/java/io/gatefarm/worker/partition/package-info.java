/**
 * From leased partitions to handled events: who reads what, in which order it is handled, and what is committed. Business code
 * is only known as an {@link io.gatefarm.worker.partition.EventHandler}.
 *
 * <p>Entry type: {@link io.gatefarm.worker.partition.PartitionWork}. Reads run on Redis I/O threads, one thread keeps the
 * leases, events run on virtual threads; a {@link io.gatefarm.worker.partition.PartitionConsumer} is where they meet.
 */
@NullMarked
package io.gatefarm.worker.partition;

import org.jspecify.annotations.NullMarked;
