/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.gateway.outbound;

import org.jspecify.annotations.NullMarked;
