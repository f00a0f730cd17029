/**
 * What a run says about itself: the machine, what the processes used, and the result as a table and as JSON. It knows no
 * kind of load.
 *
 * <p>Entry types: {@link io.gatefarm.bench.report.Report}, {@link io.gatefarm.bench.report.UsageMeter}. CPU time and memory
 * are read from {@code /proc}, so they exist on Linux only.
 */
@NullMarked
package io.gatefarm.bench.report;

import org.jspecify.annotations.NullMarked;
