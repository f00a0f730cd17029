/**
 * Certificates and keys as files, for whoever speaks TLS. No connections here.
 *
 * <p>Entry type: {@link io.gatefarm.redis.tls.PemFile}. Any thread may use it.
 */
@NullMarked
package io.gatefarm.redis.tls;

import org.jspecify.annotations.NullMarked;
