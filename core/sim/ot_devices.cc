#include "sim/ot_devices.h"

namespace sluice::sim {
namespace {

constexpr std::string_view kRockwell = "Rockwell Automation";
constexpr std::string_view kSchneider = "Schneider Electric";
constexpr std::string_view kPlc = "Programmable Logic Controller (PLC)";
constexpr std::string_view kHmi = "Human Machine Interface (HMI)";
constexpr std::string_view kSwitch = "Industrial Ethernet Switch";
constexpr std::string_view kDrive = "Variable Frequency Drive (VFD)";
constexpr std::string_view kStation = "Engineering Workstation";
constexpr std::string_view kRemoteIo = "Remote I/O";
constexpr std::string_view kBuilding = "Building Automation Controller";
constexpr std::string_view kWindows10 = "Windows 10 Enterprise LTSC 2021";

}  // namespace

const std::vector<OtDeviceModel>& ot_device_models() {
  static const std::vector<OtDeviceModel> kModels = {
      {"OT", kPlc, kRockwell, "ControlLogix 5580 1756-L83E", "PLC", "33.011", "", "cip", "tcp", 9},
      {"OT", kPlc, kRockwell, "CompactLogix 5380 5069-L330ER", "PLC", "34.014", "", "cip", "tcp", 8},
      {"OT", kPlc, kRockwell, "MicroLogix 1400 1766-L32BXB", "PLC", "21.007", "", "cip", "tcp", 4},
      {"OT", kPlc, kRockwell, "Micro850 2080-LC50-24QWB", "PLC", "12.011", "", "modbus", "tcp", 2},
      {"OT", kPlc, "Siemens", "SIMATIC S7-1516-3 PN/DP", "PLC", "2.9.4", "", "s7comm-plus", "tcp", 9},
      {"OT", kPlc, "Siemens", "SIMATIC S7-1214C DC/DC/DC", "PLC", "4.5.2", "", "s7comm-plus", "tcp", 7},
      {"OT", kPlc, "Siemens", "SIMATIC S7-315-2 PN/DP", "PLC", "3.2.17", "", "s7comm", "tcp", 5},
      {"OT", kPlc, "Omron", "NX102-9000", "PLC", "1.49", "", "fins", "udp", 4},
      {"OT", kPlc, "Omron", "NJ501-1300", "PLC", "1.47", "", "cip", "tcp", 3},
      {"OT", kPlc, "Omron", "CJ2M-CPU33", "PLC", "2.1", "", "fins", "udp", 3},
      {"OT", kPlc, kSchneider, "Modicon M580 BMEP584040", "PLC", "3.20", "", "modbus", "tcp", 5},
      {"OT", kPlc, kSchneider, "Modicon M340 BMXP342020", "PLC", "3.50", "", "modbus", "tcp", 4},
      {"OT", kPlc, kSchneider, "Modicon M221 TM221CE24R", "PLC", "1.12.2", "", "modbus", "tcp", 2},
      {"OT", kPlc, "Mitsubishi Electric", "MELSEC iQ-R R08CPU", "PLC", "61", "", "slmp", "tcp", 3},
      {"OT", kPlc, "Beckhoff", "CX5140", "PLC", "", "TwinCAT/BSD 13", "ads", "tcp", 2},
      {"OT", kPlc, "WAGO", "PFC200 750-8212", "PLC", "22", "", "modbus", "tcp", 2},
      {"OT", kHmi, kRockwell, "PanelView Plus 7 2711P-T12W22D9P", "HMI", "12.106", "", "cip", "tcp", 5},
      {"OT", kHmi, "Siemens", "SIMATIC HMI TP1200 Comfort", "HMI", "17.0.0", "", "s7comm", "tcp", 5},
      {"OT", kHmi, "Omron", "NA5-12W101B", "HMI", "1.15", "", "cip", "tcp", 2},
      {"OT", kHmi, "Weintek", "cMT3092X", "HMI", "20230810", "", "modbus", "tcp", 2},
      {"OT", kSwitch, kRockwell, "Stratix 5700 1783-BMS10CGL", "SW", "15.2", "", "cip", "tcp", 4},
      {"OT", kSwitch, "Siemens", "SCALANCE XC208", "SW", "4.4", "", "profinet", "udp", 4},
      {"OT", kSwitch, "Moxa", "EDS-510E", "SW", "5.3", "", "snmp", "udp", 3},
      {"OT", kSwitch, "Hirschmann", "BOBCAT BRS50", "SW", "8.7", "", "snmp", "udp", 3},
      {"OT", "router", "Cisco", "IR1101-K9", "RTR", "17.9.3", "", "snmp", "udp", 2},
      {"OT", kDrive, kRockwell, "PowerFlex 755", "VFD", "14.005", "", "cip", "tcp", 5},
      {"OT", kDrive, "Siemens", "SINAMICS S120 CU320-2 PN", "VFD", "5.2", "", "profinet", "udp", 4},
      {"OT", kDrive, "ABB", "ACS880-01", "VFD", "3.47", "", "modbus", "tcp", 3},
      {"OT", kDrive, kSchneider, "Altivar Process ATV630", "VFD", "3.3", "", "modbus", "tcp", 2},
      {"OT", kRemoteIo, kRockwell, "POINT I/O 1734-AENTR", "RIO", "6.011", "", "cip", "udp", 3},
      {"OT", kRemoteIo, "Siemens", "SIMATIC ET 200SP IM 155-6 PN", "RIO", "4.2", "", "profinet", "udp", 4},
      {"OT", "Robot Controller", "FANUC", "R-30iB Plus", "ROB", "9.40", "", "cip", "tcp", 2},
      {"OT", "Robot Controller", "KUKA", "KR C4", "ROB", "", "Windows Embedded Standard 7", "opc-ua", "tcp", 2},
      {"OT", "Protective Relay", "SEL", "SEL-751", "REL", "R309", "", "dnp3", "tcp", 2},
      {"OT", kBuilding, "Johnson Controls", "NAE55", "BAC", "11.0", "", "bacnet", "udp", 2},
      {"OT", kBuilding, "Siemens", "Desigo PXC100-E.D", "BAC", "6.00", "", "bacnet", "udp", 2},
      {"IT", kStation, "Dell", "Precision 3660", "EWS", "", kWindows10, "rdp", "tcp", 3},
      {"IT", kStation, "Siemens", "SIMATIC Field PG M6", "EWS", "", kWindows10, "rdp", "tcp", 3},
      {"IT", kStation, "HP", "Z4 G4", "EWS", "", "Windows 11 Pro 23H2", "smb", "tcp", 2},
      {"IT", "Historian Server", "Dell", "PowerEdge R740", "HIS", "", "Windows Server 2019", "opc-ua", "tcp", 2},
  };
  return kModels;
}

const std::vector<OtPlant>& ot_plants() {
  static const std::vector<OtPlant> kPlants = {{"Werk Köln-Süd", "KOE"}, {"Łódź Packaging", "LDZ"},
                                               {"Monterrey Norte", "MTY"}, {"Memphis Plant 2", "MEM"},
                                               {"大阪第三工場", "OSA"}};
  return kPlants;
}

const std::vector<std::string_view>& ot_areas() {
  static const std::vector<std::string_view> kAreas = {"Press shop", "Paint line 1", "Paint line 2", "Filling hall",
                                                       "Boiler house", "Packing, dock 4", "Water treatment"};
  return kAreas;
}

const std::vector<std::string_view>& ot_tags() {
  static const std::vector<std::string_view> kTags = {"Purdue L1",   "Purdue L2",       "Safety relevant",
                                                      "End of sale", "Remote access",   "Spare in store",
                                                      "Wartung Q1",  "Do not scan, ever"};
  return kTags;
}

const std::vector<std::string_view>& ot_sources() {
  static const std::vector<std::string_view> kSources = {"Passive Sensor", "Project File", "Active Query"};
  return kSources;
}

const std::vector<std::string_view>& ot_people() {
  static const std::vector<std::string_view> kPeople = {"j.bauer", "m.oyelaran", "a.nowak", "t.sato", "l.garza"};
  return kPeople;
}

const std::vector<std::string_view>& ot_hard_names() {
  static const std::vector<std::string_view> kNames = {
      "Presse \"Gerda\"", "C:\\plant\\hmi_4", "<HMI & Panel>", "ポンプ制御盤 2", "🏭 line one", "a,b;c|d", "tab\tand\nbreak",
  };
  return kNames;
}

const std::vector<OtWeakness>& ot_weaknesses() {
  static const std::vector<OtWeakness> kWeaknesses = {
      {591001, "Controller accepts a new program without a key", "ICS", 5, "CRITICAL", kRockwell, 9800,
       "Easy Exploit|Active Attacks|High Data Loss", 1},
      {591002, "Crafted CIP packet stops the controller", "ICS", 4, "HIGH", kRockwell, 8600, "Easy Exploit", 2},
      {591003, "Panel shows files of its storage to anybody", "ICS", 3, "MEDIUM", kRockwell, 6500, "High Data Loss", 1},
      {591010, "Memory of the controller can be read past its protection", "ICS", 5, "CRITICAL", "Siemens", 9300,
       "High Data Loss|Active Attacks", 1},
      {591011, "Web server of the device restarts on a long header", "Web server", 3, "MEDIUM", "Siemens", 7500, "", 1},
      {591012, "Switch configuration backup holds passwords in clear text", "Network", 4, "HIGH", "Siemens", 8100,
       "High Data Loss", 3},
      {591020, "FINS commands are accepted from any address", "ICS", 4, "HIGH", "Omron", 8600, "Easy Exploit", 1},
      {591021, "Project password is stored with a weak hash", "ICS", 2, "LOW", "Omron", 4200, "", 1},
      {591030, "Modbus function opens an engineering session without a password", "ICS", 5, "CRITICAL", kSchneider, 9800,
       "Easy Exploit|Active Attacks", 2},
      {591031, "Firmware update is not signed", "Firmware", 4, "HIGH", kSchneider, 7800, "", 1},
      {591040, "Drive can be stopped by an unauthenticated write", "ICS", 4, "HIGH", "ABB", 8600, "Easy Exploit", 1},
      {591050, "Telnet service answers with a default account", "Network", 5, "CRITICAL", "Moxa", 9800,
       "Easy Exploit|Active Attacks|Wormable", 1},
      {591060, "SNMP community \"public\" is readable", "Network", 2, "LOW", "", 5300, "", 0},
      {591061, "Device answers on an outdated TLS 1.0 endpoint", "Network", 2, "LOW", "", 5900, "", 1},
      {591062, "Operating system has reached its end of support", "Operating system", 5, "HIGH", "", 0, "Wormable", 0},
      {591063, "Remote Desktop without network level authentication, v.2", "Remote access", 3, "MEDIUM", "", 6800,
       "Easy Exploit", 2},
      {591064, "Clock is not synchronised", "Information", 1, "LOW", "", 0, "", 0},
  };
  return kWeaknesses;
}

const std::vector<OtProject>& ot_projects() {
  static const std::vector<OtProject> kProjects = {
      {kRockwell, "Studio 5000 Logix Designer", "33.01", "ACD"}, {kRockwell, "FactoryTalk View ME", "12.00", "MER"},
      {"Siemens", "TIA Portal", "17", "zap17"},                  {"Siemens", "STEP 7", "5.7", "zip"},
      {"Omron", "Sysmac Studio", "1.49", "smc2"},                {kSchneider, "EcoStruxure Control Expert", "15.1", "STA"},
  };
  return kProjects;
}

}  // namespace sluice::sim
