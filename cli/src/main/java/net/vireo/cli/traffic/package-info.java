// SPDX-License-Identifier: Apache-2.0
/** {@code vireo traffic}: which lcore polls what, and where packets went. */
package net.vireo.cli.traffic;
