import Command

@main enum Tactus { static func main() { TactusCommand.main() } }
