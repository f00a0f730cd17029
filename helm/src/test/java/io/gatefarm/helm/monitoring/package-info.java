/** What watches a farm, tried on a running one: metrics, alert rules, dashboards and runbooks, with the real Prometheus. */
@NullMarked
package io.gatefarm.helm.monitoring;

import org.jspecify.annotations.NullMarked;
