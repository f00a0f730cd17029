/**
 * Clients that send numbered messages and come back when they are thrown out, as browsers do. What becomes of the messages does not
 * belong here.
 *
 * <p>Entry type: {@link io.gatefarm.bench.faults.load.NumberedLoad}, with a thread of its own.
 */
@NullMarked
package io.gatefarm.bench.faults.load;

import org.jspecify.annotations.NullMarked;
