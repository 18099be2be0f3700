// SPDX-License-Identifier: Apache-2.0
/** Logs that nobody can fill from outside. */
package net.vireo.port.log;
