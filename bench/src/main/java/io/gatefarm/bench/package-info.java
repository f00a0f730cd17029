/** The load generator and the benchmarks. */
@NullMarked
package io.gatefarm.bench;

import org.jspecify.annotations.NullMarked;
