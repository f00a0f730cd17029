/** Tests of single types of this package. */
@NullMarked
package io.gatefarm.gateway.client;

import org.jspecify.annotations.NullMarked;
