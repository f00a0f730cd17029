/** What a gateway counts. */
@NullMarked
package io.gatefarm.gateway.metrics;

import org.jspecify.annotations.NullMarked;
