/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.gateway.socket;

import org.jspecify.annotations.NullMarked;
