/**
 * The manifests, run: {@link io.gatefarm.helm.running.Kubelet} does with processes on this machine what a kubelet does with
 * containers, for {@link io.gatefarm.helm.running.RunningManifestsIT}.
 */
@NullMarked
package io.gatefarm.helm.running;

import org.jspecify.annotations.NullMarked;
