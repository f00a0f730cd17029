/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.gateway.inbound;

import org.jspecify.annotations.NullMarked;
