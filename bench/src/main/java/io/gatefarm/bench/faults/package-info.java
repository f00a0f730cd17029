/**
 * The failure matrix: each row does one thing to a running farm that goes wrong in life, and says what may come of it. How processes
 * are held or how messages are counted does not belong here.
 *
 * <p>Entry types: {@link io.gatefarm.bench.faults.FailureMatrix} with its rows in {@link io.gatefarm.bench.faults.ProcessFaults},
 * {@link io.gatefarm.bench.faults.RedisFaults} and {@link io.gatefarm.bench.faults.LongFaults}, and {@link
 * io.gatefarm.bench.faults.Soak}. One thread runs it.
 */
@NullMarked
package io.gatefarm.bench.faults;

import org.jspecify.annotations.NullMarked;
