/**
 * The worker: leases partitions of the clients' events and runs the app's business code for each.
 *
 * <p>Entry type: {@link io.gatefarm.worker.Worker}; the app implements {@link io.gatefarm.worker.Events}. Business code runs on
 * virtual threads, one event at a time per client. {@code partition} reads and commits, {@code callback} runs the business code.
 */
@NullMarked
package io.gatefarm.worker;

import org.jspecify.annotations.NullMarked;
