// SPDX-License-Identifier: Apache-2.0
/** {@code vireo why}: what becomes of traffic that does not arrive. */
package net.vireo.cli.why;
