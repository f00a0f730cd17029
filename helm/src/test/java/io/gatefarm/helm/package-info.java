/**
 * The chart without a cluster: {@link io.gatefarm.helm.Chart} renders it with the real Helm, once for each set of values in {@code
 * ci/}, and the tests look at the manifests. {@code monitoring} is about rules and dashboards, {@code running} runs what the
 * manifests say.
 */
@NullMarked
package io.gatefarm.helm;

import org.jspecify.annotations.NullMarked;
