/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.redis.process;

import org.jspecify.annotations.NullMarked;
