// SPDX-License-Identifier: Apache-2.0
/** Captures of vifs' packets, started and stopped over the control socket. */
package net.vireo.vrouter.capture;
