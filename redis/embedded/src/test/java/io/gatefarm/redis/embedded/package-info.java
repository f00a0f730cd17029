@NullMarked
package io.gatefarm.redis.embedded;

import org.jspecify.annotations.NullMarked;
