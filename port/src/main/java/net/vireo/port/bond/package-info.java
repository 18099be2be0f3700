// SPDX-License-Identifier: Apache-2.0
/** Several links as one port: what fails over, and what spreads flows over links. */
package net.vireo.port.bond;
