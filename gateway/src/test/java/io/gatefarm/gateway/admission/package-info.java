/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.gateway.admission;

import org.jspecify.annotations.NullMarked;
