// SPDX-License-Identifier: Apache-2.0
/** The data plane's counters for Prometheus. */
package net.vireo.cli.metrics;
