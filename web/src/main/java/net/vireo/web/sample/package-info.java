// SPDX-License-Identifier: Apache-2.0
/** Looks at nodes: counter files five times a second, control sockets once. */
package net.vireo.web.sample;
